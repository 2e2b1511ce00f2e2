// Loaded by node itself and not by Jest, which would load the validator anew, and compile the schemas anew, in each
// test file: here they are kept for all test files of a worker.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

// The validator of OpenAPI documents brings the one of answers.
const { default: Ajv } = createRequire(require.resolve('@seriousme/openapi-schema-validator'))('ajv/dist/2020.js');

/** A document that was written before all tests; undefined when that has failed, which its own tests tell. */
const readDocument = (path) => (path === undefined ? undefined : JSON.parse(readFileSync(path, 'utf8')));

const document = readDocument(process.env.LP_TEST_DOCUMENT);
const adminDocument = readDocument(process.env.LP_TEST_ADMIN_DOCUMENT);

/** What a mock answers has no members but those that the document has; what it takes may have others. */
function closed(part) {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(closed);
  const members = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isClosed = part.type === 'object' && typeof part.properties === 'object' && !('additionalProperties' in part);
  return isClosed ? { ...members, additionalProperties: false } : members;
}

/** What says of a value what of it is not as a part of one of some documents says; undefined when all is. */
function complaintBy(documents) {
  // That the documents are valid is said by tests of their own.
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, meta: false });
  for (const [name, each] of Object.entries(documents)) if (each !== undefined) ajv.addSchema(each, name);
  return (which, pointer, value) => {
    const validate = ajv.getSchema(`${which}#${pointer}`);
    if (validate === undefined) return `there is no ${pointer}`;
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
  };
}

module.exports = {
  document,
  adminDocument,
  complaintBy,
  complaint: complaintBy({ open: document, closed: closed(document), admin: adminDocument }),
};
