import { isJsonObject, type Json, type JsonObject } from '#contracts/json.ts';
import { checkOf, nameProblem, type PropertyDeclaration, propertiesSchema, wrongOf } from './property-declaration.ts';
import { type PropertyType, refuseType, type Wrong } from './property-type.ts';

/** A list; without `of`, of anything. Throws on a bound that is no whole number. */
export function list(of: PropertyType | null = null, rule: { readonly most?: number } = {}): PropertyType {
  const most = rule.most ?? Number.POSITIVE_INFINITY;
  if (!(most >= 0) || (Number.isFinite(most) && !Number.isSafeInteger(most))) {
    refuseType('list', `its bound must be a whole number of at least 0, got ${most}`);
  }
  const bound = Number.isFinite(most) ? ` of at most ${most}` : '';
  const must = `a list${bound}`;
  const accepts = (value: Json): boolean => {
    return Array.isArray(value) && value.length <= most && (of === null || value.every((one) => of.accepts(one)));
  };
  const explain = (value: Json): Wrong => {
    const index = Array.isArray(value) && value.length <= most ? value.findIndex((one) => !of?.accepts(one)) : -1;
    const one = Array.isArray(value) ? value[index] : undefined;
    if (of === null || one === undefined) return { at: '', place: '', must, value };
    const inside = one === null ? { at: '', place: '', must: of.must, value: one } : of.explain(one);
    return { ...inside, at: `[${index}]${inside.at}`, place: `[]${inside.place}` };
  };
  const schema: JsonObject = {
    type: 'array',
    ...(of === null ? {} : { items: of.schema }),
    ...(Number.isFinite(most) ? { maxItems: most } : {}),
  };
  return { must, accepts, explain, schema };
}

/**
 * An object with declared members; others may be there too. What happens when one is wrong, the property says that
 * holds the object. Throws on a member with a policy of its own.
 */
export function object(members: Readonly<Record<string, PropertyDeclaration>> = {}): PropertyType {
  const declared = Object.entries(members);
  for (const [name, member] of declared) {
    const problem = nameProblem(name);
    if (problem !== null) refuseType('object', problem);
    if (member.whenWrong !== null) {
      refuseType('object', `its member "${name}" cannot say what happens when it is wrong; the property around it can`);
    }
  }
  const checks = declared.map(([name, member]) => ({ name, isRight: checkOf(member) }));
  const accepts = (value: Json): boolean => {
    if (!isJsonObject(value)) return false;
    for (const { name, isRight } of checks) if (!isRight(value[name])) return false;
    return true;
  };
  const explain = (value: Json): Wrong => {
    const found = isJsonObject(value) ? declared.find(([name, member]) => !checkOf(member)(value[name])) : undefined;
    if (found === undefined || !isJsonObject(value)) return { at: '', place: '', must: 'an object', value };
    const [name, member] = found;
    const inside = wrongOf(member, name, value[name]);
    return { ...inside, at: `.${inside.at}`, place: `.${inside.place}` };
  };
  return { must: 'an object', accepts, explain, schema: propertiesSchema(members) };
}
