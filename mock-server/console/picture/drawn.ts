import { visible } from '../dom.ts';

/** An element of SVG as plain data: what is shown and what is downloaded are made from the same. */
export interface Drawn {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Drawn | string)[];
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Attributes that are undefined are left out. */
export function drawn(tag: string, attributes: Attributes, ...children: readonly (Drawn | string)[]): Drawn {
  const given = Object.entries(attributes).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  return { tag, attributes: Object.fromEntries(given), children };
}

/** A text on one line, with nothing in it that XML cannot hold or that turns its direction. */
export function plain(text: string): string {
  return visible(text.replace(/\s+/g, ' ').replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd'));
}

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** The element in the page. */
export function asSvgElement({ tag, attributes, children }: Drawn): SVGElement {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns') element.setAttribute(name, valueOf(value));
  }
  for (const child of children) element.append(typeof child === 'string' ? child : asSvgElement(child));
  return element;
}

/** A file that stands alone. */
export function asSvgFile(picture: Drawn): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${asXml(picture)}\n`;
}

function asXml({ tag, attributes, children }: Drawn): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(valueOf(value))}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : asXml(child))).join('');
  return inner === '' ? `<${tag}${written.join('')}/>` : `<${tag}${written.join('')}>${inner}</${tag}>`;
}

/** A tenth of a pixel is as fine as one sees. */
function valueOf(value: string | number): string {
  return typeof value === 'string' ? value : String(Math.round(value * 10) / 10);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
