// Holds a CloudFormation template against what Amazon publishes about its resources (npm: @aws-cdk/aws-service-spec, the database
// that Amazon's CDK is generated from): every property is one of the resource's, of its type and among its allowed values, and
// what is required is there. Values that a deployment computes (Ref, Fn::...) stand for themselves; Fn::GetAtt has to name
// an attribute that the resource has.
import { createRequire } from "node:module";

const require = createRequire(new URL("../tools/package.json", import.meta.url));
const { loadAwsServiceSpecSync } = require("@aws-cdk/aws-service-spec");
const database = loadAwsServiceSpecSync();

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const computed = (value) => isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0]);
const specificationOf = (type) => database.lookup("resource", "cloudFormationType", "equals", type)[0];

// What is wrong with a value, as sentences; none when it is right.
function problemsOf(value, type, path) {
  if (computed(value) && type.type !== "json") return [];
  switch (type.type) {
    case "string":
    case "date-time":
      if (typeof value !== "string") return [`${path} is no text`];
      return type.allowedValues === undefined || type.allowedValues.includes(value) ? [] : [`${path} cannot be ${value}`];
    case "boolean":
      return typeof value === "boolean" ? [] : [`${path} is neither true nor false`];
    case "number":
      return typeof value === "number" ? [] : [`${path} is no number`];
    case "integer":
      return Number.isInteger(value) ? [] : [`${path} is no whole number`];
    case "json":
      return isObject(value) || Array.isArray(value) ? [] : [`${path} is no JSON`];
    case "array":
      return Array.isArray(value) ? value.flatMap((each, i) => problemsOf(each, type.element, `${path}[${i}]`)) : [`${path} is no list`];
    case "map":
      return isObject(value) ? Object.entries(value).flatMap(([key, each]) => problemsOf(each, type.element, `${path}.${key}`)) : [`${path} is no map`];
    case "tag":
      return isObject(value) && "Key" in value && "Value" in value ? [] : [`${path} is no tag`];
    case "ref":
      return problemsOfProperties(value, database.get("typeDefinition", type.reference), path);
    case "union": {
      // Beside a described structure "any JSON" says only how the property was described before.
      const described = type.types.some((one) => ["array", "map", "ref"].includes(one.type));
      const each = type.types.filter((one) => !described || one.type !== "json").map((one) => problemsOf(value, one, path));
      return each.find((problems) => problems.length === 0) ?? each[0];
    }
    default:
      return [`${path} is of a type that is not known here: ${type.type}`];
  }
}

function problemsOfProperties(value, { properties }, path) {
  if (!isObject(value)) return [`${path} is no object`];
  const missing = Object.keys(properties).filter((name) => properties[name].required === true && !(name in value));
  return [
    ...missing.map((name) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, inner]) => (name in properties ? problemsOf(inner, properties[name].type, `${path}.${name}`) : [`${path}.${name} is not known`])),
  ];
}

// [resource, attribute] of every Fn::GetAtt in a value, those of Fn::Sub included.
function attributesIn(value) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "Fn::GetAtt") return [inner];
    if (key === "Fn::Sub") return [...inner.matchAll(/\$\{(\w+)\.(\w+)\}/g)].map((match) => [match[1], match[2]]);
    return attributesIn(inner);
  });
}

const besideProperties = ["Type", "Properties", "DeletionPolicy", "UpdateReplacePolicy", "DependsOn", "Condition", "Metadata"];

export function problemsOfTemplate(template) {
  const resources = Object.entries(template.Resources);
  return [
    ...resources.flatMap(([name, resource]) => {
      const specification = specificationOf(resource.Type);
      if (specification === undefined) return [`${name}: there is no resource ${resource.Type}`];
      const strange = Object.keys(resource).filter((key) => !besideProperties.includes(key));
      return [...strange.map((key) => `${name}.${key} is not known`), ...problemsOfProperties(resource.Properties ?? {}, specification, name)];
    }),
    ...attributesIn(template).flatMap(([name, attribute]) => {
      const specification = specificationOf(template.Resources[name]?.Type ?? "");
      return specification !== undefined && attribute in specification.attributes ? [] : [`${name} has no attribute ${attribute}`];
    }),
  ];
}
