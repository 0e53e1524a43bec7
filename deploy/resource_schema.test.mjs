// The template is what Amazon's own description of its resources allows, and what is not would be found.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { problemsOfTemplate } from "./resource_schema.mjs";

const read = () => JSON.parse(readFileSync(new URL("aws.json", import.meta.url), "utf8"));

test("the template keeps to Amazon's description of every resource", () => {
  assert.deepEqual(problemsOfTemplate(read()), []);
});

test("a mistake of each kind is found", () => {
  const mistakes = [
    ["Table.TimeToLive is not known", (all) => (all.Table.Properties.TimeToLive = {})],
    ["Table.KeySchema is missing", (all) => delete all.Table.Properties.KeySchema],
    ["Table.KeySchema[0].KeyType is missing", (all) => delete all.Table.Properties.KeySchema[0].KeyType],
    ["Table.DeletionProtectionEnabled is neither true nor false", (all) => (all.Table.Properties.DeletionProtectionEnabled = "yes")],
    ["Table.TimeToLiveSpecification.Enabled is missing", (all) => delete all.Table.Properties.TimeToLiveSpecification.Enabled],
    ["PersonalBucket.LifecycleConfiguration.Rules[0].Status cannot be On", (all) => (all.PersonalBucket.Properties.LifecycleConfiguration.Rules[0].Status = "On")],
    ["PersonalBucket.CorsConfiguration.CorsRules is no list", (all) => (all.PersonalBucket.Properties.CorsConfiguration.CorsRules = {})],
    ["PersonalBucket.CorsConfiguration.CorsRules[0].MaxAge is no whole number", (all) => (all.PersonalBucket.Properties.CorsConfiguration.CorsRules[0].MaxAge = 0.5)],
    ["ServerRole.Policies[0].PolicyName is missing", (all) => delete all.ServerRole.Properties.Policies[0].PolicyName],
    ["ServerProfile: there is no resource AWS::IAM::Profile", (all) => (all.ServerProfile.Type = "AWS::IAM::Profile")],
    ["Table.DeletePolicy is not known", (all) => (all.Table.DeletePolicy = "Retain")],
    ["Table has no attribute Name", (all) => (all.ServerRole.Properties.Policies[0].PolicyDocument.Statement[0].Resource = { "Fn::GetAtt": ["Table", "Name"] })],
  ];
  for (const [problem, make] of mistakes) {
    const template = read();
    make(template.Resources);
    assert.ok(problemsOfTemplate(template).includes(problem), `${problem}; found ${problemsOfTemplate(template).join(", ") || "nothing"}`);
  }
});
