import { bundleEngine, bundleSite } from '../console/bundle.mjs';

/**
 * The files of the static site by their names, bundled from their sources. In the package `packaged-site-files.ts`
 * stands in the place of this file.
 */
export async function readSiteFiles(): Promise<ReadonlyMap<string, string>> {
  const [page, engine] = await Promise.all([bundleSite(), bundleEngine()]);
  return new Map([...page, ...[...engine].map(([name, text]) => [`engine/${name}`, text] as const)]);
}
