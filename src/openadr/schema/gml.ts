import { attribute, complex, el, type Infer, text } from './dsl.ts';
import { GML } from './namespaces.ts';
import { doubles, id } from './simple.ts';

const gmlId = { id: attribute(GML, 'id', id) };

export const posList = text(GML, 'posList', doubles);

const linearRingType = complex('LinearRing', { posList });
export interface LinearRing extends Infer<typeof linearRingType> {}

const exteriorType = complex('exterior', { LinearRing: el<LinearRing>(GML, 'LinearRing', linearRingType) });
export interface Exterior extends Infer<typeof exteriorType> {}

const polygonType = complex('Polygon', { exterior: el<Exterior>(GML, 'exterior', exteriorType) }, gmlId);
export interface Polygon extends Infer<typeof polygonType> {}

const locationType = complex('location', { Polygon: el<Polygon>(GML, 'Polygon', polygonType) });
export interface Location extends Infer<typeof locationType> {}

const featureCollectionType = complex(
  'FeatureCollection',
  { location: el<Location>(GML, 'location', locationType) },
  gmlId,
);
export interface FeatureCollection extends Infer<typeof featureCollectionType> {}
export const FeatureCollection = el<FeatureCollection>(GML, 'FeatureCollection', featureCollectionType);
