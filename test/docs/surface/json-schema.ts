import ts from 'typescript';
import type { Member, Schema } from '../../../mock-server/admin/surface/wire-types.ts';

/** Makes JSON Schemas of types. Objects that have a name in the code are written down once. */
export interface SchemaMaker {
  of(type: ts.Type): Schema;
  /** The documented properties of an object type, in order. */
  membersOf(type: ts.Type): readonly Member[];
  /** What has a name, by that name. */
  named(): Readonly<Record<string, Schema>>;
}

/** @param isOurs - whether a declaration is of this project, and its name therefore worth to be repeated */
export function createSchemaMaker(checker: ts.TypeChecker, isOurs: (node: ts.Node) => boolean): SchemaMaker {
  const names = new Map<string, Schema>();
  const maker: SchemaMaker = {
    of: schemaOf,
    membersOf: (type) => checker.getPropertiesOfType(type).map(memberOf),
    named: () => Object.fromEntries([...names].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
  return maker;

  function schemaOf(type: ts.Type): Schema {
    if ((type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0) return {};
    if ((type.flags & ts.TypeFlags.Null) !== 0) return { type: 'null' };
    if ((type.flags & ts.TypeFlags.String) !== 0) return { type: 'string' };
    if ((type.flags & ts.TypeFlags.Number) !== 0) return { type: 'number' };
    if (type.isLiteral()) return { const: type.value };
    if ((type.flags & ts.TypeFlags.BooleanLiteral) !== 0) return { const: checker.typeToString(type) === 'true' };
    const name = nameOf(type);
    if (name === undefined) return type.isUnion() ? unionOf(type) : objectOf(type);
    if (!names.has(name)) {
      // First the place, for a type that names itself.
      names.set(name, {});
      const schema = type.isUnion() ? unionOf(type) : objectOf(type);
      names.set(name, { ...described(commentOf(type.aliasSymbol ?? type.symbol)), ...schema });
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Of objects, and of the choice between such. */
  function nameOf(type: ts.Type): string | undefined {
    const symbol = type.aliasSymbol ?? (type.isUnion() ? undefined : symbolOf(type));
    const [declaration] = symbol?.declarations ?? [];
    if (symbol === undefined || declaration === undefined || !isOurs(declaration)) return undefined;
    const isNamed = ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
    return isNamed && isOfObjects(type) && !hasArguments(type) ? symbol.name : undefined;
  }

  function symbolOf(type: ts.Type): ts.Symbol | undefined {
    return type.symbol;
  }

  function isOfObjects(type: ts.Type): boolean {
    return type.isUnion() ? type.types.every((each) => nameOf(each) !== undefined) : !isList(type);
  }

  function hasArguments(type: ts.Type): boolean {
    const own = 'target' in type ? checker.getTypeArguments(type as ts.TypeReference) : [];
    return own.length > 0 || (type.aliasTypeArguments ?? []).length > 0;
  }

  function isList(type: ts.Type): boolean {
    return checker.isArrayType(type) || checker.isTupleType(type);
  }

  function unionOf({ types }: ts.UnionType): Schema {
    const members = types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0).map(schemaOf);
    const constants = members.filter((each) => 'const' in each).map((each) => each['const']);
    const isBoolean = constants.includes(true) && constants.includes(false);
    const values = constants.filter((value) => !isBoolean || typeof value !== 'boolean').sort();
    const others = members.filter((each) => !('const' in each));
    const all = [
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...(values.length === 0 ? [] : [values.length === 1 ? { const: values[0] } : { enum: values }]),
      // The compiler orders them by when it met them, which changes with anything else.
      ...others.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
    ];
    return all.length === 1 ? (all[0] ?? {}) : { anyOf: all };
  }

  function objectOf(type: ts.Type): Schema {
    if (isList(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return item === undefined ? { type: 'array', maxItems: 0 } : { type: 'array', items: schemaOf(item) };
    }
    const members = maker.membersOf(type);
    const required = members.filter(({ isRequired = false }) => isRequired).map(({ name }) => name);
    const [index] = checker.getIndexInfosOfType(type);
    return {
      type: 'object',
      ...(members.length === 0 ? {} : { properties: Object.fromEntries(members.map(propertyOf)) }),
      ...(required.length === 0 ? {} : { required }),
      ...(index === undefined ? {} : { additionalProperties: openOr(schemaOf(index.type)) }),
    };
  }

  function memberOf(property: ts.Symbol): Member {
    const type = checker.getTypeOfSymbol(property);
    const isRequired = (property.flags & ts.SymbolFlags.Optional) === 0 && !takesUndefined(type);
    const isText = (type.flags & ts.TypeFlags.String) !== 0;
    return {
      name: property.name,
      ...(isRequired ? { isRequired } : {}),
      ...(isText ? {} : { schema: schemaOf(type) }),
      ...described(commentOf(property)),
    };
  }

  /** JSON leaves such a member out. */
  function takesUndefined(type: ts.Type): boolean {
    return type.isUnion() && type.types.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0);
  }

  function commentOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ');
  }
}

function propertyOf({ name, schema = { type: 'string' }, description = '' }: Member): readonly [string, Schema] {
  return [name, { ...schema, ...described(description) }];
}

function openOr(schema: Schema): Schema | true {
  return Object.keys(schema).length === 0 ? true : schema;
}

function described(description: string): { readonly description?: string } {
  return description === '' ? {} : { description };
}
