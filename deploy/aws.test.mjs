// What must hold of the template, in the project's own words: the server's role may do exactly what the adapters ask, on
// exactly the resources of the template; what is kept cannot be lost by a mistake; what is personal is nobody else's.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const template = JSON.parse(readFileSync(join(here, "aws.json"), "utf8"));
const { Parameters: parameters, Resources: resources } = template;
const ofType = (type) => Object.entries(resources).filter(([, resource]) => resource.Type === type);
const list = (value) => (Array.isArray(value) ? value : [value]);
const statements = (policy) => policy.PolicyDocument.Statement;
const roleStatements = resources.ServerRole.Properties.Policies.flatMap(statements);

// The operations that an adapter's sources ask of DynamoDB.
function operationsIn(folder, pattern) {
  const sources = readdirSync(folder).filter((name) => name.endsWith(".cpp") && !name.endsWith("_test.cpp"));
  return new Set(sources.flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(pattern)].map((match) => match[1])));
}

// The names that references in a value lead to.
function references(value) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "Ref") return [inner];
    if (key === "Fn::GetAtt") return [inner[0]];
    if (key === "Fn::Sub") return [...inner.matchAll(/\$\{(\w+)(?:\.\w+)?\}/g)].map((match) => match[1]);
    return references(inner);
  });
}

test("every reference leads somewhere and every parameter is used", () => {
  const used = new Set(references(template));
  for (const name of used) assert.ok(name in resources || name in parameters, `${name} is nowhere`);
  for (const name of Object.keys(parameters)) assert.ok(used.has(name), `${name} is not used`);
});

test("the role may do exactly what the adapters ask of DynamoDB", () => {
  const asked = operationsIn(join(here, "../adapters/dynamodb"), /\bask\("(\w+)"/g);
  assert.ok(asked.size >= 7, "the sources name their operations");
  const ofInit = new Set(["CreateTable", "UpdateContinuousBackups", "UpdateTimeToLive"]); // `flashkit cloud init`, run by a person
  const wanted = [...asked].filter((name) => !ofInit.has(name)).map((name) => `dynamodb:${name}`).sort();
  const granted = roleStatements.flatMap((statement) => list(statement.Action)).filter((action) => action.startsWith("dynamodb:"));
  assert.deepEqual(granted.sort(), wanted);
});

test("the role may read and write blobs, and be told that one is missing, and nothing else of S3", () => {
  const methods = operationsIn(join(here, "../adapters/s3"), /request_for\("(\w+)"/g);
  assert.deepEqual([...methods].sort(), ["GET", "HEAD", "PUT"], "nothing is ever deleted or listed");
  const granted = roleStatements.flatMap((statement) => list(statement.Action)).filter((action) => action.startsWith("s3:"));
  assert.deepEqual(granted.sort(), ["s3:GetObject", "s3:ListBucket", "s3:PutObject"]);
});

test("no grant has a wildcard action, and every resource is one of the template's", () => {
  for (const statement of roleStatements) {
    assert.equal(statement.Effect, "Allow");
    for (const action of list(statement.Action)) assert.match(action, /^(dynamodb|s3):[A-Z]\w+$/);
    for (const resource of list(statement.Resource)) {
      assert.equal(typeof resource, "object", "never a written-out name or *");
      for (const name of references(resource)) assert.ok(["Table", "PersonalBucket", "PublicBucket"].includes(name));
    }
  }
});

test("the blobs' prefix is the one that the server uses", () => {
  const source = readFileSync(join(here, "../adapters/cloud/cloud.cpp"), "utf8");
  const prefix = /k_blob_prefix\[\] = "(.*?)"/.exec(source)?.[1];
  const blobs = roleStatements.find((statement) => statement.Sid === "Blobs");
  for (const resource of blobs.Resource) assert.ok(resource["Fn::Sub"].endsWith(`.Arn}/${prefix}*`));
});

test("the table is the one that the adapter makes, and cannot be lost by a mistake", () => {
  const { Properties: table, DeletionPolicy, UpdateReplacePolicy } = resources.Table;
  assert.deepEqual(table.KeySchema.map((key) => `${key.AttributeName} ${key.KeyType}`), ["PK HASH", "SK RANGE"]);
  assert.equal(table.BillingMode, "PAY_PER_REQUEST");
  assert.equal(table.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, true);
  assert.equal(table.DeletionProtectionEnabled, true);
  const expiry = /k_expiry\[\] = "(\w+)"/.exec(readFileSync(join(here, "../adapters/dynamodb/item.h"), "utf8"))?.[1];
  assert.deepEqual(table.TimeToLiveSpecification, { AttributeName: expiry, Enabled: true });
  assert.equal(table.GlobalSecondaryIndexes ?? table.LocalSecondaryIndexes, undefined, "no index on the order path");
  assert.deepEqual([DeletionPolicy, UpdateReplacePolicy], ["Retain", "Retain"]);
});

test("buckets are kept, speak TLS only and have no access lists", () => {
  assert.equal(ofType("AWS::S3::Bucket").length, 2);
  for (const [name, bucket] of ofType("AWS::S3::Bucket")) {
    assert.deepEqual([bucket.DeletionPolicy, bucket.UpdateReplacePolicy], ["Retain", "Retain"]);
    assert.equal(bucket.Properties.OwnershipControls.Rules[0].ObjectOwnership, "BucketOwnerEnforced");
    const [, policy] = ofType("AWS::S3::BucketPolicy").find(([, each]) => each.Properties.Bucket.Ref === name);
    const tls = statements(policy.Properties).find((statement) => statement.Sid === "OnlyOverTls");
    assert.equal(tls.Effect, "Deny");
    assert.equal(tls.Condition.Bool["aws:SecureTransport"], "false");
    assert.equal(tls.Resource.length, 2, "the bucket and what is in it");
  }
});

test("only what is published is readable by everybody", () => {
  assert.ok(Object.values(resources.PersonalBucket.Properties.PublicAccessBlockConfiguration).every(Boolean));
  assert.equal(Object.keys(resources.PersonalBucket.Properties.PublicAccessBlockConfiguration).length, 4);
  const allowed = ofType("AWS::S3::BucketPolicy").flatMap(([, policy]) => statements(policy.Properties)).filter((statement) => statement.Effect === "Allow");
  assert.equal(allowed.length, 1);
  assert.deepEqual(allowed[0].Resource, { "Fn::Sub": "${PublicBucket.Arn}/*" });
  assert.equal(allowed[0].Action, "s3:GetObject");
});

test("the app's pages, and no others, may make the PUTs that the server presigns, and nothing else", () => {
  const source = readFileSync(join(here, "../adapters/s3/direct.cpp"), "utf8");
  const [rule, ...more] = resources.PersonalBucket.Properties.CorsConfiguration.CorsRules;
  const bound = /aws::Request bound\([\s\S]*?\n {2}\}/.exec(source)?.[0] ?? "";
  const signed = new Set([...bound.matchAll(/\{"([a-z0-9-]+)"/g)].map((match) => match[1]));
  signed.delete("content-length"); // every browser sends that itself
  assert.ok(signed.size >= 4);
  assert.deepEqual([...rule.AllowedHeaders].sort(), [...signed].sort());
  assert.deepEqual(rule.AllowedMethods, ["PUT"]);
  assert.deepEqual(rule.AllowedOrigins, [{ Ref: "AppOrigin" }]);
  assert.equal(more.length, 0);
  assert.equal(resources.PublicBucket.Properties.CorsConfiguration, undefined);
});
