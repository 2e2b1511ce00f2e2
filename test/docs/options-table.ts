import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { settle } from '../../mock-server/config/settle.ts';

const CONFIG = new URL('../../mock-server/config/options.ts', import.meta.url);

/** One option as its interface documents it. */
export interface OptionRow {
  readonly name: string;
  readonly values: string;
  readonly preset: string;
  readonly meaning: string;
}

/** Every option of `MockOptions`, read from its own documentation; the defaults are what the code settles on. */
export function optionRows(): OptionRow[] {
  const source = ts.createSourceFile('options.ts', readFileSync(CONFIG, 'utf8'), ts.ScriptTarget.Latest, true);
  const options = source.statements.find(
    (each): each is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(each) && each.name.text === 'MockOptions',
  );
  return options === undefined ? [] : rowsOf(options.members, '', settle({}));
}

function rowsOf(members: ts.NodeArray<ts.TypeElement>, prefix: string, presets: unknown): OptionRow[] {
  return members.filter(ts.isPropertySignature).flatMap((member): OptionRow[] => {
    const name = `${prefix}${member.name.getText()}`;
    const section = sectionOf(member.type);
    const preset = (presets as Record<string, unknown> | undefined)?.[member.name.getText()];
    if (section === undefined || prefix !== '' || name === 'keys') {
      return [
        {
          name,
          values: valuesOf(member),
          preset: preset === undefined ? '' : JSON.stringify(preset),
          meaning: meaningOf(member),
        },
      ];
    }
    const rows = rowsOf(section.members, `${name}.`, preset);
    return canBeFalse(member.type)
      ? [{ name, values: 'false', preset: '', meaning: meaningOf(member) }, ...rows]
      : rows;
  });
}

function sectionOf(type: ts.TypeNode | undefined): ts.TypeLiteralNode | undefined {
  const parts = type !== undefined && ts.isUnionTypeNode(type) ? type.types : [type];
  return parts.find((part): part is ts.TypeLiteralNode => part !== undefined && ts.isTypeLiteralNode(part));
}

/** Whether a section can be switched off as a whole. */
function canBeFalse(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && ts.isUnionTypeNode(type) && type.types.some((part) => part.getText() === 'false');
}

function valuesOf(member: ts.PropertySignature): string {
  const type = (member.type?.getText() ?? '')
    .replace(/\s*\|\s*undefined$/, '')
    .replace(/^\|\s*/, '')
    .replace(/\s+/g, ' ');
  return type.startsWith('{') ? 'object' : type;
}

function meaningOf(member: ts.PropertySignature): string {
  const [comment] = ts.getJSDocCommentsAndTags(member);
  const text = comment === undefined ? '' : (ts.getTextOfJSDocComment(comment.comment) ?? '');
  // The default has a column of its own.
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ Default: `[^`]+`\.$/, '');
}
