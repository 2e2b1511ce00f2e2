import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { PAGES } from './snippets.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A text that somebody reads, and where it stands. */
export interface Sentence {
  /** `file:line`. */
  readonly place: string;
  readonly text: string;
}

/** Every public sentence: of the pages, of the documentation of exported names, of messages, log lines and the help. */
export function publicSentences(): Sentence[] {
  const pages = [...PAGES, 'CHANGELOG.md', 'SECURITY.md', 'keys/README.md'];
  return [
    ...pages.filter((page) => page !== 'docs/api.md').flatMap(sentencesOfPage),
    ...sources().flatMap(sentencesOfSource),
  ];
}

function sources(): string[] {
  const names = readdirSync(join(ROOT, 'mock-server'), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(?:ts|cjs)$/.test(name))
    .map((name) => `mock-server/${name.replaceAll('\\', '/')}`)
    .sort();
}

/** What is prose of a page: paragraphs, list items, headings and the cells of tables. */
function sentencesOfPage(page: string): Sentence[] {
  return paragraphsOf(readFileSync(join(ROOT, page), 'utf8').split('\n')).flatMap(({ line, text }) => {
    const place = `${page}:${String(line)}`;
    return text.startsWith('|') ? cellsOf(text).flatMap((cell) => split(cell, place)) : split(text, place);
  });
}

interface Paragraph {
  readonly line: number;
  readonly text: string;
}

/** Lines that belong together, without code; a row of a table is one of its own. */
function paragraphsOf(lines: readonly string[]): Paragraph[] {
  const found: Paragraph[] = [];
  let open: Paragraph | undefined;
  let isCode = false;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('```')) isCode = !isCode;
    const isProse = !isCode && !NO_PROSE.test(line);
    if (open !== undefined && (!isProse || BEGINS_ANEW.test(line))) {
      found.push(open);
      open = undefined;
    }
    if (isProse) open = { line: open?.line ?? index + 1, text: open === undefined ? line : `${open.text} ${line}` };
  }
  return open === undefined ? found : [...found, open];
}

const NO_PROSE = /^(?:\s*$|```|<!--|\| ---)/;
const BEGINS_ANEW = /^(?:[-#|]|\d+\. )/;

function cellsOf(row: string): string[] {
  return row.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

/** The documentation of what is exported, and every text of the code that is a sentence. */
function sentencesOfSource(file: string): Sentence[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const at = (node: ts.Node): string =>
    `${file}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;
  const found: Sentence[] = [];
  const visit = (node: ts.Node, isPublic: boolean): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const isNowPublic = isPublic || isExported(node);
    if (isNowPublic && isDocumented(node)) {
      for (const comment of ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc))
        found.push(...split(commentText(comment), at(comment)));
    }
    const text = textOf(node);
    if (text !== undefined && isSentence(text)) found.push(...split(text, at(node)));
    // What stands inside of a function is nobody's documentation.
    const isInside = ts.isBlock(node);
    if (text === undefined || ts.isTemplateExpression(node))
      ts.forEachChild(node, (child) => {
        visit(child, isNowPublic && !isInside);
      });
  };
  ts.forEachChild(source, (node) => {
    visit(node, false);
  });
  return found;
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

function isDocumented(node: ts.Node): boolean {
  if ((ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Private) !== 0) return false;
  return ts.isStatement(node) || ts.isTypeElement(node) || ts.isClassElement(node);
}

function commentText(comment: ts.JSDoc): string {
  const tags = (comment.tags ?? []).map((tag) => ts.getTextOfJSDocComment(tag.comment)?.replace(/^- /, '') ?? '');
  return [ts.getTextOfJSDocComment(comment.comment) ?? '', ...tags].filter((text) => text !== '').join('\n\n');
}

/** Texts that are put together with `+` or hold values are one, with `…` for each value. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? '…'}${right ?? '…'}`;
}

/** Three words are one, also with nothing but small letters: a message need not begin with a capital. */
function isSentence(text: string): boolean {
  return /[A-Za-z…'"]{2,},? [A-Za-z…'"]+:?,? [A-Za-z…'"]+/.test(text) && !/^\s*[<{(]/.test(text);
}

function split(text: string, place: string): Sentence[] {
  return text
    .split(/\n\s*\n|(?<=[.!?]['")`]?)\s+(?=[A-Z`'"*[(])/)
    .map((each) => each.replace(/\s+/g, ' ').trim())
    .filter((each) => /[a-z]{2}.* /i.test(each))
    .map((each) => ({ place, text: each }));
}
