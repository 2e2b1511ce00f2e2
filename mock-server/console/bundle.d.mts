/** The files of the console by their names. */
export declare function bundleConsole(): Promise<ReadonlyMap<string, string>>;
/** The files of the static site by their names, without the engine. */
export declare function bundleSite(): Promise<ReadonlyMap<string, string>>;
/** The engine for the site, by its names below `engine/`. */
export declare function bundleEngine(): Promise<ReadonlyMap<string, string>>;
