let shown: string | undefined;

/** From now on the calls on the page are those of a file; the mock that runs knows nothing of them. */
export function showFile(name: string): void {
  shown = name;
}

/** The name of the file whose calls are shown; undefined: they are the mock's own. */
export function shownFile(): string | undefined {
  return shown;
}
