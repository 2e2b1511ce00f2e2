// What is bundled into the package and under which licence: as a text for people, and as a list for auditing programs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licences of the libraries in these folders: they ask to travel with the code. */
export function licencesOf(folders) {
  const namesByText = new Map();
  for (const { folder, name, version, license } of sorted(folders)) {
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = readFileSync(join(folder, file), 'utf8').trim();
    namesByText.set(text, [...(namesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  // Several of one author often have one text.
  const parts = [...namesByText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * The same as a bill of materials in CycloneDX 1.6 (ECMA-424). Neither the time nor a random number is in it: the same
 * sources give the same file.
 */
export function billOfMaterials({ name, version, license }, folders) {
  const parts = sorted(folders);
  const own = component({ name, version, license });
  return `${JSON.stringify({
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: own },
    components: parts.map(component),
    dependencies: [
      { ref: own['bom-ref'], dependsOn: parts.map((part) => component(part)['bom-ref']) },
      ...parts.map((part) => ({ ref: component(part)['bom-ref'] })),
    ],
    compositions: [{ aggregate: 'complete', assemblies: [own['bom-ref']] }],
  })}\n`;
}

function component({ name, version, license }) {
  // The scope is a namespace there, and its @ is encoded (purl-spec, type npm).
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: [{ license: { id: license } }] };
}

/** By name and version; what is installed in several places is there once. */
function sorted(folders) {
  const parts = [...folders].map((folder) => ({ folder, ...readManifest(folder) }));
  const byKey = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key));
}

/** What a package says of itself. */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** The folders of the libraries that something of went in. */
export function librariesOf({ outputs }, root) {
  const files = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return files
    .map(([file]) => libraryOf(file))
    .filter(Boolean)
    .map((folder) => join(root, folder));
}

function libraryOf(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}
