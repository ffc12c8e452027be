import type { FieldReading } from '../../../domain/ports/identity-check';
import { regionByCode, REGIONS, type Region } from '../../../domain/region';
import { inStandardCharacters } from '../ocr/twins';
import type { Recogniser } from '../ocr/recogniser';
import { editDistance } from './edit-distance';
import { engineReading, linesOf, NOT_HAN, readNarrowed, type CardSide } from './reading';

const SQUEEZE = 0.75;
const SURE = 0.9;
const LEAST_CONFIDENCE = 0.7;
const NEARLY_SAME = 0.35;
const MOST_LOCAL_EDITS = 4;
const MOST_FAR_EDITS = 2;

/** Names that the police of a region print as issuing office. */
function officesOf({ province, city, county }: Region): string[] {
  const district = county.replace(/区$/u, '');
  if (city !== '') return [`${county}公安局`, `${city}公安局${district}分局`, `${city}公安局`];
  return [
    `${county}公安局`,
    `${province}${county}公安局`,
    `${province}公安局${district}分局`,
    `${province}公安局${county}分局`,
  ];
}

let allOffices: ReadonlySet<string> | null = null;
const knownOffices = (): ReadonlySet<string> => (allOffices ??= new Set(REGIONS.flatMap(officesOf)));

/** Reads the issuing office, repaired against the offices of the address' and the number's regions, then of the country. */
export async function readAuthorityField(
  side: CardSide,
  region: Region | null,
  homeCode: string | null,
): Promise<FieldReading> {
  let text = '';
  let confidence = 1;
  for (const line of linesOf(side, 'authority')) {
    const seen = await readNarrowed(side, line, SQUEEZE);
    text += seen.text;
    confidence = Math.min(confidence, seen.confidence);
  }
  const printed = inStandardCharacters(text).replace(NOT_HAN, '');
  const { office, isKnown } = repairOffice(printed, confidence, nearbyOffices(region, homeCode), side.recogniser);
  const readings = [engineReading(side.recogniser.version, { text, confidence })];
  return {
    value: office === '' ? null : office,
    confidence,
    doubtful: !isKnown || confidence < LEAST_CONFIDENCE,
    readings,
  };
}

function nearbyOffices(region: Region | null, homeCode: string | null): string[] {
  const home = homeCode === null ? undefined : regionByCode(homeCode);
  return [...(region ? officesOf(region) : []), ...(home ? officesOf(home) : [])];
}

export function repairOffice(
  printed: string,
  confidence: number,
  nearby: readonly string[],
  recogniser: Recogniser,
): { office: string; isKnown: boolean } {
  const canWrite = (character: string): boolean => recogniser.classOf(character) !== undefined;
  if (nearby.includes(printed)) return { office: printed, isKnown: true };
  const nearlySame = nearby.find((office) => editDistance(printed, office, canWrite, 1) <= NEARLY_SAME);
  if (nearlySame !== undefined) return { office: nearlySame, isKnown: true };
  // People move: an office elsewhere that was read without doubt is not bent into the local one.
  if (confidence >= SURE && knownOffices().has(printed)) return { office: printed, isKnown: true };
  const local = nearest(printed, nearby, canWrite, MOST_LOCAL_EDITS);
  if (local && local.edits <= Math.max(1, Math.floor(local.office.length / 3)))
    return { office: local.office, isKnown: true };
  if (knownOffices().has(printed)) return { office: printed, isKnown: true };
  const far = nearest(printed, knownOffices(), canWrite, MOST_FAR_EDITS);
  return far?.isAlone === true ? { office: far.office, isKnown: true } : { office: printed, isKnown: false };
}

function nearest(
  printed: string,
  offices: Iterable<string>,
  canWrite: (character: string) => boolean,
  most: number,
): { office: string; edits: number; isAlone: boolean } | null {
  let found: string[] = [];
  let least = most;
  for (const office of offices) {
    const edits = editDistance(printed, office, canWrite, least);
    if (edits > least) continue;
    if (edits < least) found = [];
    least = edits;
    if (!found.includes(office)) found.push(office);
  }
  const [office] = found;
  return office === undefined ? null : { office, edits: least, isAlone: found.length === 1 };
}
