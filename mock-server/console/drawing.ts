const NAMESPACE = 'http://www.w3.org/2000/svg';

/** An element of a drawing. Its texts are text nodes, as everywhere. */
export function svg(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly (Node | string | undefined | false)[]
): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(key, String(value));
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
  return element;
}
