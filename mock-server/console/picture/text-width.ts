/** How wide a text is. @param font - as in CSS, without the family: `600 14px` */
export type Measure = (text: string, font: string) => number;

/** Of a sans-serif, as parts of its size; what is not here is taken for a wide letter. */
const NARROW = /[ijl.,:;'|!()[\]{}tfrI/\\ ’“”·-]/;
const WIDE = /[mwMW@%—…→]/;
const CAPITAL = /[A-Z]/;
const USUAL = /[\x20-\x7e\u00a0-\u024f“”’·]/;

/** Without a page to measure in: a little more than most fonts take. */
export const estimateWidth: Measure = (text, font) => {
  const [, weight = '', size = '14'] = /^(?:(\d+) )?(\d+(?:\.\d+)?)px/.exec(font) ?? [];
  const ems = Array.from(text).reduce((sum, character) => sum + widthOf(character), 0);
  return ems * Number(size) * (Number(weight) >= 600 ? 1.06 : 1);
};

function widthOf(character: string): number {
  if (WIDE.test(character)) return 0.92;
  if (NARROW.test(character)) return 0.34;
  if (CAPITAL.test(character)) return 0.7;
  return USUAL.test(character) ? 0.58 : 1.05;
}

/** In the font that the page would draw it with. Only in a page. */
export function createPageMeasure(family: string): Measure {
  const pen = document.createElement('canvas').getContext('2d');
  if (pen === null) return estimateWidth;
  return (text, font) => {
    pen.font = `${font} ${family}`;
    return pen.measureText(text).width;
  };
}

/** The text, or as much of it as has room, with `…` for the rest. */
export function fitted(text: string, room: number, font: string, measure: Measure): string {
  if (measure(text, font) <= room) return text;
  const characters = Array.from(text);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(cut(characters, middle), font) <= room) low = middle;
    else high = middle - 1;
  }
  return cut(characters, low);
}

function cut(characters: readonly string[], count: number): string {
  return `${characters.slice(0, count).join('').trimEnd()}…`;
}

/** In lines at spaces; what does not fit into the last is cut. */
export function wrapped(text: string, room: number, most: number, font: string, measure: Measure): string[] {
  const lines: string[] = [];
  let rest = text.split(' ');
  while (rest.length > 0 && lines.length < most - 1) {
    let count = 1;
    while (count < rest.length && measure(rest.slice(0, count + 1).join(' '), font) <= room) count += 1;
    lines.push(fitted(rest.slice(0, count).join(' '), room, font, measure));
    rest = rest.slice(count);
  }
  return rest.length === 0 ? lines : [...lines, fitted(rest.join(' '), room, font, measure)];
}
