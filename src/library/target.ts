type Values = string | readonly string[];

/** Whom an event is for: all that is named is ORed (rule 22); the device classes of a signal are its `deviceClass`. */
export interface Target {
  readonly venId?: Values;
  readonly resourceId?: Values;
  readonly groupId?: Values;
  readonly groupName?: Values;
  readonly partyId?: Values;
  /** node */
  readonly aggregatedPnode?: Values;
  /** mrid */
  readonly endDeviceAsset?: Values;
  /** mrid */
  readonly meterAsset?: Values;
  /** node */
  readonly pnode?: Values;
  /** node */
  readonly serviceDeliveryPoint?: Values;
  /** posList of a polygon each */
  readonly serviceArea?: Values;
  /** posList of a polygon each */
  readonly serviceLocation?: Values;
  readonly transportInterface?: readonly { readonly pointOfReceipt: string; readonly pointOfDelivery: string }[];
}

/** A target that is checked where it is written: `target({ resourceId: ['meter-1', 'meter-2'] })`. */
export function target(parts: Target): Target {
  return parts;
}
