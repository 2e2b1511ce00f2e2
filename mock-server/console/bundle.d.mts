/** The files of the console by their names. */
export declare function bundleConsole(): Promise<ReadonlyMap<string, string>>;
