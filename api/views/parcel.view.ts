import { isBeforeTheDoor } from '../../domain/parcel';
import type { ParcelFacts } from '../../domain/ports/reading';
import { companyName, parcelText, signerName } from '../../domain/texts/parcels';
import type { ParcelView } from '../schemas/parcel';

export function parcelView(parcel: ParcelFacts): ParcelView {
  const interception = interceptionOf(parcel);
  return {
    company: parcel.company === null ? null : companyName(parcel.company),
    waybill: parcel.waybill,
    state: parcel.state === null ? null : parcelText(parcel.state),
    trouble: parcel.trouble === null ? null : parcelText(parcel.trouble),
    signedBy: parcel.signedBy === null ? null : signerName(parcel.signedBy),
    signedAt: parcel.signedAt,
    activateBy: parcel.activateBy,
    dispatchedAt: parcel.dispatchedAt,
    newsAt: parcel.newsAt,
    interception,
    interceptable:
      parcel.waybill !== null &&
      isBeforeTheDoor(parcel.state) &&
      interception !== 'asked' &&
      interception !== 'intercepted',
  };
}

function interceptionOf({ interception }: ParcelFacts): ParcelView['interception'] {
  switch (interception) {
    case null:
    case 'undone':
      return null;
    case 'done':
      return 'intercepted';
    case 'refused':
      return 'refused';
    case 'open':
    case 'unknown':
      return 'asked';
  }
}
