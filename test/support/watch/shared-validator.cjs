// Loaded by node itself and not by Jest, which would load the validator anew, and compile the schemas anew, in each
// test file: here they are kept for all test files of a worker.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

// The validator of OpenAPI documents brings the one of answers.
const { default: Ajv } = createRequire(require.resolve('@seriousme/openapi-schema-validator'))('ajv/dist/2020.js');

/** The document that was written before all tests; undefined when that has failed, which its own tests tell. */
const path = process.env.LP_TEST_DOCUMENT;
const document = path === undefined ? undefined : JSON.parse(readFileSync(path, 'utf8'));

const ajv = new Ajv({ strict: false, validateFormats: false });
if (document !== undefined) {
  ajv.addSchema(document, 'open');
  ajv.addSchema(closed(document), 'closed');
}

/** What a mock answers has no members but those that the document has; what it takes may have others. */
function closed(part) {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(closed);
  const members = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isClosed = part.type === 'object' && typeof part.properties === 'object' && !('additionalProperties' in part);
  return isClosed ? { ...members, additionalProperties: false } : members;
}

module.exports = {
  document,
  /** What of a value is not as a part of the document says; undefined when all is. */
  complaint: (which, pointer, value) => {
    const validate = ajv.getSchema(`${which}#${pointer}`);
    if (validate === undefined) return `there is no ${pointer}`;
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
  },
};
