import type { ParcelFacts } from '../../domain/ports/reading';
import { companyName, parcelText, signerName } from '../../domain/texts/parcels';
import type { ParcelView } from '../schemas/parcel';

export const parcelView = (parcel: ParcelFacts): ParcelView => ({
  company: parcel.company === null ? null : companyName(parcel.company),
  waybill: parcel.waybill,
  state: parcel.state === null ? null : parcelText(parcel.state),
  trouble: parcel.trouble === null ? null : parcelText(parcel.trouble),
  signedBy: parcel.signedBy === null ? null : signerName(parcel.signedBy),
  signedAt: parcel.signedAt,
  activateBy: parcel.activateBy,
  dispatchedAt: parcel.dispatchedAt,
  newsAt: parcel.newsAt,
});
