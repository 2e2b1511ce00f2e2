/** The colours of a picture, which stands alone and so cannot ask the page for them; those of tokens.css. */
export interface Ink {
  readonly ground: string;
  readonly text: string;
  readonly dim: string;
  readonly line: string;
  /** Of the heads of lanes. */
  readonly head: string;
  readonly clockGround: string;
  readonly clockText: string;
  readonly refused: string;
  readonly refusedGround: string;
  readonly fault: string;
  readonly faultGround: string;
  /** By the look of a token. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** For paper and bright rooms, and for dark ones. */
export type InkName = 'paper' | 'night';

export const INKS: Readonly<Record<InkName, Ink>> = {
  paper: {
    ground: '#ffffff',
    text: '#171a17',
    dim: '#565c56',
    line: '#c9cec6',
    head: '#eceeea',
    clockGround: '#171a17',
    clockText: '#ffffff',
    refused: '#b3261e',
    refusedGround: '#fdeceb',
    fault: '#3d4650',
    faultGround: '#e6e9ec',
    tokens: { app: '#1d4fd7', consumer: '#7a35c2', ext: '#0a6b6b', lp: '#ad1a6c', other: '#4a5560' },
  },
  night: {
    ground: '#0f1211',
    text: '#e9edea',
    dim: '#a2aca6',
    line: '#3a433f',
    head: '#1c211f',
    clockGround: '#e9edea',
    clockText: '#0f1211',
    refused: '#ff9a90',
    refusedGround: '#301b19',
    fault: '#c3ccd5',
    faultGround: '#2a3037',
    tokens: { app: '#8fb4ff', consumer: '#cda6fa', ext: '#62d2c8', lp: '#f592c8', other: '#b4bfca' },
  },
};
