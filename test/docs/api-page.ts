import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../mock-server/', import.meta.url));

/** The public subpaths, and the sources of their declarations. */
export const SUBPATHS: Readonly<Record<string, string>> = {
  'lp-auth-mock': 'index.ts',
  'lp-auth-mock/express': 'adapters/express.ts',
  'lp-auth-mock/server': 'adapters/node/server.ts',
  'lp-auth-mock/msw': 'adapters/msw.ts',
  'lp-auth-mock/testing': 'testing/index.ts',
  'lp-auth-mock/client': 'client/client.ts',
  'lp-auth-mock/worker': 'adapters/worker/worker.ts',
};

const INTRODUCTION = `# API

Every export of every subpath, as the declarations have it; \`npm run docs\` writes this page. The types that a subpath
needs and does not export follow at the end. All subpaths are there as ES modules and as CommonJS.
`;

/** The page docs/api.md. */
export function apiPage(): string {
  const files = Object.values(SUBPATHS).map((path) => ROOT + path);
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
  };
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const shown = new Map<ts.Symbol, string>();
  const sections = Object.entries(SUBPATHS).map(([name, path]) => {
    const source = program.getSourceFile(ROOT + path);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${path} exports nothing`);
    const exported = checker
      .getExportsOfModule(module)
      .map((each) => [each.name, origin(each, checker)] as const)
      .sort(byName);
    const parts = exported.map(([title, symbol]) => {
      const first = shown.get(symbol);
      if (first !== undefined) return `### ${title}\n\nAs in \`${first}\`.\n`;
      shown.set(symbol, name);
      return entry(title, symbol, checker);
    });
    return [`## ${name}\n`, ...parts].join('\n');
  });
  const inner = namedBy([...shown.keys()], checker)
    .map((symbol) => [symbol.name, symbol] as const)
    .sort(byName);
  return [
    INTRODUCTION,
    ...sections,
    '## Types that are not exported\n',
    ...inner.map(([name, symbol]) => entry(name, symbol, checker)),
  ].join('\n');
}

function byName([left]: readonly [string, ts.Symbol], [right]: readonly [string, ts.Symbol]): number {
  return left < right ? -1 : 1;
}

function origin(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

function entry(title: string, symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const declarations = declarationsOf(symbol);
  const comment = declarations.map(commentOf).find((text) => text !== '') ?? '';
  const code = declarations.map((each) => declarationText(each, symbol, checker)).join('\n');
  return `### ${title}\n\n${comment === '' ? '' : `${comment}\n\n`}\`\`\`ts declaration\n${code}\n\`\`\`\n`;
}

/** Of overloads, those that callers see. */
function declarationsOf(symbol: ts.Symbol): readonly ts.Declaration[] {
  const all = symbol.declarations ?? [];
  const overloads = all.filter((each) => ts.isFunctionDeclaration(each) && each.body === undefined);
  return overloads.length > 0 ? overloads : all;
}

/** What is documented, with its tags as a list. */
function commentOf(declaration: ts.Declaration): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
  if (comment === undefined) return '';
  const text = wrapped(ts.getTextOfJSDocComment(comment.comment) ?? '');
  const tags = (comment.tags ?? []).map(
    (tag) => `- ${tagName(tag)} ${wrapped(ts.getTextOfJSDocComment(tag.comment) ?? '').replace(/^- /, '')}`,
  );
  return [text, ...(tags.length > 0 ? [tags.join('\n')] : [])].join('\n\n');
}

function tagName(tag: ts.JSDocTag): string {
  if (ts.isJSDocParameterTag(tag)) return `\`${tag.name.getText()}\`:`;
  return `${TAG_NAMES[tag.tagName.text] ?? tag.tagName.text}:`;
}

const TAG_NAMES: Readonly<Record<string, string>> = { throws: 'Throws', returns: 'Returns' };

function wrapped(text: string): string {
  return text.replace(/\{@link (\w+)\}/g, '`$1`').trim();
}

function declarationText(declaration: ts.Declaration, symbol: ts.Symbol, checker: ts.TypeChecker): string {
  if (ts.isFunctionDeclaration(declaration)) {
    const signature = checker.getSignatureFromDeclaration(declaration);
    const text =
      signature === undefined ? '()' : checker.signatureToString(signature, undefined, ts.TypeFormatFlags.NoTruncation);
    return `function ${symbol.name}${text}`;
  }
  if (ts.isClassDeclaration(declaration)) return classText(declaration);
  if (ts.isVariableDeclaration(declaration)) {
    const type = checker.getTypeAtLocation(declaration);
    return `const ${symbol.name}: ${checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)}`;
  }
  const picked = pickedMembers(declaration, checker);
  if (picked.length > 0)
    return [`interface ${symbol.name} {`, ...picked.map((member) => `  ${withComment(member)}`), '}'].join('\n');
  const text = declaration.getText().replace(/^export (?:declare )?/, '');
  // What it takes from the code would tell a reader nothing.
  return ts.isTypeAliasDeclaration(declaration) && /\btypeof\b/.test(text)
    ? `type ${symbol.name} =\n${spelledOut(declaration, checker)};`
    : text;
}

/** The members that `Pick` and `Omit` leave of an inner type: the others are nobody's business. */
function pickedMembers(declaration: ts.Declaration, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const type = ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined;
  if (type === undefined || !ts.isTypeReferenceNode(type) || !/^(?:Omit|Pick)$/.test(type.typeName.getText()))
    return [];
  return checker
    .getTypeAtLocation(declaration)
    .getProperties()
    .flatMap(({ declarations = [] }) => declarations);
}

function withComment(member: ts.Declaration): string {
  return member.getSourceFile().text.slice(member.getFullStart(), member.end).trim();
}

function spelledOut(declaration: ts.Declaration, checker: ts.TypeChecker): string {
  const type = checker.getTypeAtLocation(declaration);
  const members = type.isUnion() ? type.types : [type];
  return members
    .map((each) => `  | ${checker.typeToString(each, undefined, ts.TypeFormatFlags.NoTruncation)}`)
    .join('\n');
}

/** What is public of a class, without what its members do. */
function classText(declaration: ts.ClassDeclaration): string {
  const members = declaration.members
    .filter((each) => (ts.getCombinedModifierFlags(each) & ts.ModifierFlags.Private) === 0)
    .map((each) => {
      const body = ts.isMethodDeclaration(each) || ts.isConstructorDeclaration(each) ? each.body : undefined;
      return `  ${each
        .getText()
        .slice(0, body === undefined ? undefined : body.getStart() - each.getStart())
        .trim()}`;
    });
  const heritage = (declaration.heritageClauses ?? []).map((each) => ` ${each.getText()}`).join('');
  return [`class ${declaration.name?.text ?? ''}${heritage} {`, ...members, '}'].join('\n');
}

/** The types of our own that declarations name, and that are shown nowhere yet. */
function namedBy(shown: readonly ts.Symbol[], checker: ts.TypeChecker): ts.Symbol[] {
  const seen = new Set(shown);
  // A set that grows while it is walked is walked to its new end.
  for (const symbol of seen) {
    for (const declaration of symbol.declarations ?? []) {
      const picked = pickedMembers(declaration, checker);
      for (const part of picked.length > 0 ? picked : [declaration])
        eachNamed(part, checker, (found) => {
          seen.add(found);
        });
    }
  }
  return [...seen].slice(shown.length);
}

function eachNamed(node: ts.Node, checker: ts.TypeChecker, found: (symbol: ts.Symbol) => void): void {
  if ((ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Private) !== 0) return;
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
      ? node.expression
      : undefined;
  const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
  const own = symbol === undefined ? undefined : origin(symbol, checker);
  if (own !== undefined && isOwnType(own)) found(own);
  ts.forEachChild(node, (child) => {
    if (!ts.isBlock(child)) eachNamed(child, checker, found);
  });
}

function isOwnType(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined || ts.isTypeParameterDeclaration(declaration)) return false;
  return declaration.getSourceFile().fileName.replaceAll('\\', '/').startsWith(ROOT.replaceAll('\\', '/'));
}
