export type Verdict = "accept" | "reject" | "either" | "open";

export type Observed =
  | "accept"
  | "reject"
  | "silent"
  | "lossy"
  | "unsupported"
  | "error"
  | "crash"
  | "timeout"
  | "not-run";

/** What a decoder should do. */
export interface Expectation {
  readonly verdict: Verdict;
  /** How sure `accept` and `reject` are. */
  readonly level?: "must" | "should" | "may";
  /** For `either`: the policy behind accepting, and that behind rejecting. */
  readonly choices?: { readonly accept: string; readonly reject: string };
  readonly because?: string;
}

/** One input, and what a decoder should do with it. */
export interface Case {
  readonly id: string;
  readonly rev: number;
  readonly title: string;
  readonly why?: string;
  readonly file: string;
  readonly sha256: string;
  readonly text?: string;
  readonly base64?: string;
  readonly expect: Expectation;
  readonly flags: readonly string[];
  readonly cites: readonly string[];
  readonly near?: string;
  readonly direction: "send" | "receive" | "both";
  readonly generated: boolean;
}

export interface Manifest {
  readonly format: 1;
  readonly record: string;
  readonly version: string;
  readonly counts: Readonly<Record<"cases" | Verdict, number>>;
  /** The SHA-256 of each input, by case id. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

export interface Observations {
  readonly columns: readonly { readonly id: string }[];
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, Observed>>>>;
}

export const manifest: Manifest;
export const observed: Observations;
export const cases: readonly Case[];

/** Returns the bytes for the decoder. */
export function inputOf(entry: Case): Uint8Array;

/** Returns whether a decoder may do so; where sources conflict or none decides, it may. */
export function allows(entry: Case, accepted: boolean): boolean;
