import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** An option whose documentation names its default. */
export interface DocumentedDefault {
  /** With the names of its sections: `sendApi.requiredScope`. */
  readonly name: string;
  /** What the documentation says, as a value; undefined where it says it in words, or not at all. */
  readonly value: unknown;
  /** Whether it says anything of a default. */
  readonly isTold: boolean;
}

/**
 * The defaults that the documentation of an interface's members names: "Default: `x`", or "`x` (default)" in a list of
 * values.
 */
export function documentedDefaults(file: string, name: string, text = sourceOf(file)): DocumentedDefault[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = source.statements.find(
    (each): each is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(each) && each.name.text === name,
  );
  if (found === undefined) throw new Error(`${file} has no interface ${name}`);
  return defaultsOf(found.members, '');
}

function sourceOf(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}

function defaultsOf(members: ts.NodeArray<ts.TypeElement>, prefix: string): DocumentedDefault[] {
  return members.filter(ts.isPropertySignature).flatMap((member) => {
    const name = `${prefix}${member.name.getText()}`;
    const types = member.type !== undefined && ts.isUnionTypeNode(member.type) ? member.type.types : [member.type];
    const section = types.find((type) => type !== undefined && ts.isTypeLiteralNode(type));
    // Only a section of nothing but optional members has defaults of its own.
    const isSection =
      section !== undefined && section.members.every(({ questionToken }) => questionToken !== undefined);
    return [ownDefault(name, member), ...(isSection ? defaultsOf(section.members, `${name}.`) : [])];
  });
}

function ownDefault(name: string, member: ts.PropertySignature): DocumentedDefault {
  const comment = ts.getJSDocCommentsAndTags(member).at(-1);
  const text = (comment === undefined ? '' : (ts.getTextOfJSDocComment(comment.comment) ?? '')).replace(/\s+/g, ' ');
  const code = /Default: `([^`]+)`/.exec(text)?.[1] ?? /`([^`]+)` \(default\)/.exec(text)?.[1];
  return { name, value: code === undefined ? undefined : literal(code), isTold: /default/i.test(text) };
}

/** Undefined for what is no literal, such as `Date`. */
function literal(code: string): unknown {
  try {
    return JSON.parse(code.replaceAll("'", '"'));
  } catch {
    return undefined;
  }
}
