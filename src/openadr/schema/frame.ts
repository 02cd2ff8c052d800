import type { XmlElement } from '../xml/tree.ts';
import type { Type } from './dsl.ts';
import type { Entry, Plan } from './plan.ts';

/** An element whose end has not come yet. Frames are used again: a message makes as many as it is deep. */
export interface Frame {
  node: XmlElement;
  plan: Plan;
  /** `typed` by its plan; `lax`: of a type that nobody knows, declared parts inside are judged. */
  mode: 'typed' | 'lax';
  entry: Entry | undefined;
  /** The name under which the value stands in the parent's. */
  key: string;
  value: Record<string, unknown> | undefined;
  /** Index of the slot that was filled last, and those filled at all, as bits. */
  slot: number;
  seen: number;
  fixed: string | undefined;
  nilled: boolean;
  cdata: boolean;
  elements: number;
}

/** A frame for an element. */
export function newFrame(node: XmlElement, plan: Plan): Frame {
  return {
    node,
    plan,
    mode: 'typed',
    entry: undefined,
    key: '',
    value: undefined,
    slot: 0,
    seen: 0,
    fixed: undefined,
    nilled: false,
    cdata: false,
    elements: 0,
  };
}

/** A frame made ready for another element. */
export function reset(frame: Frame, node: XmlElement, plan: Plan): Frame {
  frame.node = node;
  frame.plan = plan;
  frame.slot = 0;
  frame.seen = 0;
  frame.cdata = false;
  frame.elements = 0;
  return frame;
}

/** Puts the value of an ended element into that of its parent; of several where one may stand, the first counts. */
export function store(into: Record<string, unknown>, frame: Frame, value: unknown): void {
  if (frame.entry?.slot.repeated) {
    const list = into[frame.key];
    if (Array.isArray(list)) list.push(value);
    else into[frame.key] = [value];
  } else if (!(frame.key in into)) {
    into[frame.key] = value;
  }
}

/** The member of a group that has the type named by xsi:type: `powerItem` of PowerRealType is told as `powerReal`. */
export function substitute(type: Type, entry: Entry): string | undefined {
  if (entry.element.type.form !== 'complex' || !entry.element.type.abstract) return undefined;
  return entry.slot.names.find((name) => entry.slot.members.get(name)?.type === type);
}
