import type { Messages } from '../../messages/index.ts';

/** What can be wrong with a request, with the status it is answered with. The words are in `messages.web.faults`. */
const STATUS = {
  not_found: 404,
  unknown_subject: 404,
  method_not_allowed: 405,
  too_large: 413,
  query_too_long: 414,
  unknown_parameter: 400,
  repeated_parameter: 400,
  missing_parameter: 400,
  bad_day: 400,
  bad_number: 400,
  bad_choice: 400,
  bad_text: 400,
  too_many: 429,
  busy: 503,
  cannot_draw: 503,
  internal: 500,
} as const;

export type FaultCode = keyof typeof STATUS;
export const FAULT_CODES = Object.keys(STATUS) as [FaultCode, ...FaultCode[]];

/** The status that a fault is answered with. */
export const statusOf = (code: FaultCode): number => STATUS[code];

/** Most characters of what was given that are said back. */
const SAID_BACK = 80;

export type FaultDetail = {
  /** The parameter at fault. */
  readonly parameter?: string;
  /** What was given for it, cut where it is long. */
  readonly given?: string;
  /** Ids that may have been meant. */
  readonly nearest?: readonly string[];
  /** What may be written instead. */
  readonly allowed?: readonly string[];
  /** Bounds of a number, or the most characters of a text. */
  readonly min?: number;
  readonly max?: number;
};

/** A request that is refused: a code and what makes up its sentence. */
export class ApiFault extends Error {
  readonly code: FaultCode;
  readonly detail: FaultDetail;

  /** `cause` is for the operator's log alone. */
  constructor(code: FaultCode, detail: FaultDetail = {}, cause?: unknown) {
    super(code, { cause });
    this.code = code;
    this.detail = { ...detail, ...(detail.given === undefined ? {} : { given: detail.given.slice(0, SAID_BACK) }) };
  }

  get status(): (typeof STATUS)[FaultCode] {
    return STATUS[this.code];
  }
}

/** A fault as programs and people read it: `{error, message}`, and what it is about. */
export function faultBody({ code, detail }: ApiFault, m: Messages) {
  const { parameter, nearest, allowed } = detail;
  return {
    error: code,
    message: m.web.faults[code]({
      parameter: parameter ?? '',
      given: detail.given ?? '',
      nearest: nearest ?? [],
      allowed: allowed ?? [],
      min: detail.min ?? 0,
      max: detail.max ?? 0,
    }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(nearest === undefined ? {} : { nearest }),
    ...(allowed === undefined ? {} : { allowed }),
  };
}
