/** What a colleague sees of a case and decides by. */
export interface CaseView {
  readonly review: { readonly id: string; readonly approvalsNeeded: number };
  readonly evidenceHash: string;
  readonly face: { readonly distance: number | null; readonly declined?: boolean; readonly reviewTo: number };
  readonly fields: readonly { readonly field: string; readonly differs: boolean; readonly source: string | null }[];
  readonly authority: { readonly code: string | null };
  readonly options: readonly { readonly decision: string; readonly reasonCode: string }[];
}

export interface Verdict {
  readonly decision: string;
  readonly reasonCode: string;
}

/** Decides as a careful officer would from the figures alone; undefined when the case offers nothing that fits. */
export function verdictOn(view: CaseView): Verdict | undefined {
  const { face, fields, authority } = view;
  const number = fields.find(({ field }) => field === 'idNumber');
  const wish = ((): readonly [string, string] => {
    if (authority.code === '201') return ['reject', 'RN_NAME_ID_MISMATCH'];
    if (number?.differs || number?.source === 'mismatch') return ['reject', 'RN_OCR_PS'];
    // Who declined face recognition is compared by eye; a script has none and takes the pictures for alike.
    if (face.distance === null && !face.declined) return ['retake', 'RN_FACE_MISMATCH'];
    if ((face.distance ?? 0) > face.reviewTo) return ['reject', 'RN_FACE_REFUSED'];
    return ['approve', fields.some(({ differs }) => differs) ? 'FIELDS_CONFIRMED' : 'SAME_PERSON'];
  })();
  const [decision, reasonCode] = wish;
  const offered = view.options.filter((option) => option.decision === decision);
  const fitting = offered.find((option) => option.reasonCode === reasonCode) ?? offered[0];
  // An option has words beside it, and a command takes no field that it does not know.
  return fitting && { decision: fitting.decision, reasonCode: fitting.reasonCode };
}
