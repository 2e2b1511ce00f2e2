/** The port that a mock takes unless told otherwise, and where one is looked for. */
export const DEFAULT_PORT = 4407;
