// Runs before start and test: installs the locked dependencies once on a fresh clone, and after the lockfile changed.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';

const FOLDER = 'node_modules';
/** npm's own record of what it has installed. */
const INSTALLED = `${FOLDER}/.package-lock.json`;

const missing = missingPackages();
if (missing.length > 0) {
  if (isLink(FOLDER)) refuseLink(missing);
  else install();
}

/** The packages that package-lock.json asks for and that are not there in that version. An empty list when all are. */
function missingPackages() {
  const wanted = readPackages('package-lock.json');
  if (wanted === undefined) return ['(package-lock.json cannot be read)'];
  const installed = readPackages(INSTALLED) ?? {};
  const missing = Object.entries(wanted).filter(([path, asked]) => path !== '' && !isThere(asked, installed[path]));
  return missing.map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** npm leaves out optional packages that are for other platforms. */
function isThere(asked, found) {
  if (found === undefined) return asked.optional === true;
  const hasChecksums = asked.integrity !== undefined && found.integrity !== undefined;
  return asked.version === found.version && (!hasChecksums || asked.integrity === found.integrity);
}

/** Undefined when the record is missing or cannot be read: npm says better than we do what is wrong with it. */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Also one that leads nowhere. */
function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/**
 * `npm ci` empties the folder first, and behind a link that is somebody else's. What is there may do, if anything is.
 */
function refuseLink(packages) {
  const isFilled = existsSync(INSTALLED);
  const target = isFilled ? realpathSync(FOLDER) : 'a folder that npm has not filled';
  const more = packages.length > 3 ? ` and ${packages.length - 3} more` : '';
  console.error(
    `${FOLDER} is a link to ${target}, which lacks what package-lock.json asks for: ` +
      `${packages.slice(0, 3).join(', ')}${more}. ` +
      'Nothing is installed through a link: run npm ci there, or remove the link and run npm ci here.',
  );
  if (!isFilled) process.exit(1);
}

function install() {
  // npm is a script of the shell's on Windows; elsewhere a shell does no harm to a line without anything in it to
  // expand.
  const { status } = spawnSync('npm ci --no-audit --no-fund', { stdio: 'inherit', shell: true });
  if (status !== 0) process.exit(status ?? 1);
}
