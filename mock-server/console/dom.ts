type Child = Node | string | undefined | false;
type Properties = Readonly<Record<string, string | boolean | ((event: Event) => void) | undefined>>;

/** An element. Functions become listeners, true an empty attribute; false and undefined are left out. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (typeof value === 'string') element.setAttribute(key, value);
  }
  for (const child of children) if (child !== undefined && child !== false) element.append(asNode(child));
  return element;
}

/** Only ever text: what is shown was sent by somebody. */
function asNode(child: Node | string): Node {
  return typeof child === 'string' ? document.createTextNode(visible(child)) : child;
}

/** Control characters and those that turn the direction of a line, as their code points. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** A drawing of one path. */
export function shape(path: string, name?: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  if (name === undefined) svg.setAttribute('aria-hidden', 'true');
  else {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', name);
  }
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  drawn.setAttribute('d', path);
  svg.append(drawn);
  return svg;
}

/** A button that copies a text and says so for a moment. */
export function copyButton(label: string, text: () => string | Promise<string>, kind?: string): HTMLButtonElement {
  const button = el('button', { type: 'button', class: kind }, label);
  button.addEventListener('click', () => {
    void (async () => {
      try {
        await navigator.clipboard.writeText(await text());
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'The browser did not let it be copied';
      }
      setTimeout(() => {
        button.textContent = label;
      }, 1500);
    })();
  });
  return button;
}
