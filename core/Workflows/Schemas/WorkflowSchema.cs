using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Core.Json;

namespace Swarm.Core.Workflows.Schemas;

/// <summary>
/// The JSON Schema of workflow files, for editors and for whoever writes them by program. It says which fields there
/// are and what they hold; what must fit together (references, edges, loops) the parser alone knows.
/// </summary>
public static class WorkflowSchema
{
    /// <summary>The schema, as it is published.</summary>
    public static readonly JsonElement Schema = Build();

    private static JsonElement Build()
    {
        var schema = JsonNode.Parse(Definitions)!.AsObject();
        var definitions = schema["$defs"]!;
        foreach (var name in (string[])["defaults", "evaluator", "node"])
        {
            Add(JsonNode.Parse(Settings)!.AsObject(), definitions[name]!["properties"]!.AsObject());
        }

        var body = definitions["body"]!["properties"]!.AsObject();
        var properties = new JsonObject
        {
            ["version"] = JsonNode.Parse("""{ "const": 1, "description": "The version of the language." }"""),
            ["name"] = JsonNode.Parse(
                """{ "type": "string", "minLength": 1, "maxLength": 100, "description": "To store it by." }"""),
        };
        Add(body, properties);
        schema["type"] = "object";
        schema["required"] = new JsonArray("version", "name");
        schema["additionalProperties"] = false;
        schema["properties"] = properties;
        return JsonSerializer.SerializeToElement<JsonNode>(schema, CoreJsonContext.Default.JsonNode);
    }

    private static void Add(JsonObject fields, JsonObject properties)
    {
        foreach (var (name, value) in fields)
        {
            properties[name] = value!.DeepClone();
        }
    }

    /// <summary>
    /// What can be said of whatever does work: of one node, of an evaluator, and of all nodes at once.
    /// </summary>
    private const string Settings = """
        {
          "tool": { "$ref": "#/$defs/text" },
          "ai": { "$ref": "#/$defs/ai" },
          "accept": { "$ref": "#/$defs/accept" },
          "timeout": { "$ref": "#/$defs/duration" },
          "retry": { "$ref": "#/$defs/retry" },
          "priority": { "enum": ["default", "high", "low"] },
          "env": { "$ref": "#/$defs/env" },
          "continueOnFailure": { "type": "boolean" },
          "requires": { "$ref": "#/$defs/requires" },
          "privacy": { "enum": ["normal", "sensitive"] },
          "permission": { "enum": ["autonomous", "supervised", "human-required"] },
          "affinity": { "$ref": "#/$defs/affinity" },
          "prefer": { "$ref": "#/$defs/prefer" }
        }
        """;

    private const string Definitions = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Swarm workflow",
          "$defs": {
            "id": { "type": "string", "pattern": "^[a-z][a-z0-9-]{0,62}$" },
            "name": { "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}$" },
            "ids": { "anyOf": [{ "$ref": "#/$defs/id" }, { "type": "array", "items": { "$ref": "#/$defs/id" } }] },
            "duration": { "type": "string", "pattern": "^P[0-9.DTHMSW]+$", "description": "ISO 8601, such as PT5M." },
            "scalar": { "type": ["string", "number", "boolean"] },
            "words": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
            "text": { "type": "string", "minLength": 1 },
            "parallel": { "type": "integer", "minimum": 1, "maximum": 10000 },
            "rule": { "enum": ["failFast", "collect"] },
            "failure": { "enum": ["exit", "timeout", "error", "output", "lost"] },
            "retry": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "properties": {
                "attempts": { "type": "integer", "minimum": 1, "maximum": 20 },
                "backoff": { "$ref": "#/$defs/duration" },
                "maxBackoff": { "$ref": "#/$defs/duration" },
                "coefficient": { "type": "number", "minimum": 1, "maximum": 10 },
                "on": {
                  "anyOf": [
                    { "$ref": "#/$defs/failure" },
                    { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/failure" } }
                  ]
                }
              }
            },
            "accept": {
              "anyOf": [{ "type": "integer" }, { "type": "array", "minItems": 1, "items": { "type": "integer" } }]
            },
            "env": { "type": "object", "additionalProperties": { "$ref": "#/$defs/scalar" } },
            "requires": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "properties": {
                "labels": { "$ref": "#/$defs/words" },
                "specialisation": { "type": "string" },
                "version": { "$ref": "#/$defs/text" },
                "cpu": { "type": "number", "minimum": 0.1, "maximum": 1024 },
                "memory": { "type": "string" },
                "disk": { "type": "string" }
              }
            },
            "affinity": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "properties": { "session": { "$ref": "#/$defs/text" }, "model": { "$ref": "#/$defs/text" } }
            },
            "prefer": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "properties": { "labels": { "$ref": "#/$defs/words" }, "tools": { "$ref": "#/$defs/words" } }
            },
            "ai": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "description": "How a tool that is asked in words does the work.",
              "properties": {
                "model": { "$ref": "#/$defs/text" },
                "instructions": { "$ref": "#/$defs/text" },
                "session": { "$ref": "#/$defs/text" },
                "allowedTools": { "type": "array", "minItems": 1, "maxItems": 100, "items": { "type": "string" } },
                "maxTurns": { "type": "integer", "minimum": 1, "maximum": 1000 },
                "cost": { "type": "number", "minimum": 0.001, "maximum": 1000000 },
                "schema": { "type": "object" }
              }
            },
            "defaults": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "description": "Settings for all nodes.",
              "properties": {
                "queueTimeout": { "$ref": "#/$defs/duration" },
                "questions": { "$ref": "#/$defs/questions" }
              }
            },
            "questions": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "description": "How long questions of the work wait, and what becomes of those that nobody answers.",
              "properties": {
                "expiresAfter": { "$ref": "#/$defs/duration" },
                "onExpiry": { "enum": ["fail", "proceed"] }
              }
            },
            "evaluate": {
              "type": "object", "additionalProperties": false, "required": ["by"],
              "description": "How what the node puts out is judged.",
              "properties": {
                "by": {
                  "type": "object", "minProperties": 1, "maxProperties": 10,
                  "propertyNames": { "$ref": "#/$defs/id" }, "additionalProperties": { "$ref": "#/$defs/evaluator" }
                },
                "threshold": { "type": "number", "minimum": 0, "maximum": 10 },
                "below": { "enum": ["fail", "retry", "continue", "checkpoint"] },
                "attempts": { "type": "integer", "minimum": 1, "maximum": 20 }
              }
            },
            "evaluator": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "run": { "type": "array", "minItems": 1, "maxItems": 200, "items": { "$ref": "#/$defs/scalar" } },
                "script": { "$ref": "#/$defs/text" },
                "prompt": { "$ref": "#/$defs/text" },
                "input": { "type": "object", "propertyNames": { "$ref": "#/$defs/name" } },
                "weight": { "type": "number", "minimum": 0.01, "maximum": 100 }
              }
            },
            "node": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "id": { "$ref": "#/$defs/id" },
                "run": {
                  "type": "array", "minItems": 1, "maxItems": 200, "items": { "$ref": "#/$defs/scalar" },
                  "description": "Program and arguments; no shell touches them."
                },
                "script": { "$ref": "#/$defs/text", "description": "Text for the system's shell." },
                "prompt": { "$ref": "#/$defs/text", "description": "What a tool is asked." },
                "output": { "enum": ["text", "json"] },
                "input": { "type": "object", "propertyNames": { "$ref": "#/$defs/name" } },
                "needs": { "$ref": "#/$defs/ids", "description": "Short for edges that lead here." },
                "join": {
                  "anyOf": [
                    { "enum": ["all", "any"] },
                    {
                      "type": "object", "additionalProperties": false, "required": ["count"],
                      "properties": { "count": { "type": "integer", "minimum": 1 } }
                    }
                  ]
                },
                "locks": { "$ref": "#/$defs/words", "description": "Held while the node runs." },
                "commit": { "$ref": "#/$defs/text" },
                "merge": { "$ref": "#/$defs/text" },
                "tag": { "$ref": "#/$defs/text" },
                "workflow": {
                  "anyOf": [
                    { "$ref": "#/$defs/text" },
                    {
                      "type": "object", "additionalProperties": false, "required": ["name"],
                      "properties": {
                        "name": { "$ref": "#/$defs/text" },
                        "version": { "type": "integer", "minimum": 1 }
                      }
                    },
                    { "$ref": "#/$defs/body" }
                  ]
                },
                "checkpoint": {
                  "anyOf": [
                    { "$ref": "#/$defs/text" },
                    {
                      "type": "object", "additionalProperties": false, "required": ["question"],
                      "properties": {
                        "question": { "$ref": "#/$defs/text" },
                        "expiresAfter": { "$ref": "#/$defs/duration" },
                        "onExpiry": { "enum": ["reject", "approve", "skip"] },
                        "corrections": { "type": "integer", "minimum": 0, "maximum": 100 }
                      }
                    }
                  ]
                },
                "wait": {
                  "anyOf": [
                    { "$ref": "#/$defs/duration" },
                    {
                      "type": "object", "additionalProperties": false,
                      "oneOf": [{ "required": ["event"] }, { "required": ["duration"] }],
                      "properties": {
                        "duration": { "$ref": "#/$defs/duration" },
                        "event": { "$ref": "#/$defs/name" },
                        "timeout": { "$ref": "#/$defs/duration" },
                        "onTimeout": { "enum": ["fail", "continue"] }
                      }
                    }
                  ]
                },
                "forEach": {
                  "anyOf": [{ "type": "array", "maxItems": 10000 }, { "type": "string", "pattern": "^\\$\\{[^}]*\\}$" }]
                },
                "copies": { "$ref": "#/$defs/parallel" },
                "maxParallel": { "$ref": "#/$defs/parallel" },
                "onFailure": { "$ref": "#/$defs/rule" },
                "queueTimeout": { "$ref": "#/$defs/duration" },
                "questions": { "$ref": "#/$defs/questions" },
                "evaluate": { "$ref": "#/$defs/evaluate" },
                "compensate": { "$ref": "#/$defs/node", "description": "Undoes the node when its workflow fails." }
              }
            },
            "condition": {
              "type": "object",
              "anyOf": [
                {
                  "required": ["path"], "minProperties": 2, "maxProperties": 2, "additionalProperties": false,
                  "properties": {
                    "path": { "$ref": "#/$defs/scalar" }, "equals": true, "notEquals": true,
                    "greaterThan": { "$ref": "#/$defs/scalar" }, "greaterOrEqual": { "$ref": "#/$defs/scalar" },
                    "lessThan": { "$ref": "#/$defs/scalar" }, "lessOrEqual": { "$ref": "#/$defs/scalar" },
                    "contains": true, "matches": { "type": "string" }, "exists": { "type": "boolean" },
                    "in": { "type": "array", "minItems": 1 }
                  }
                },
                {
                  "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                  "properties": {
                    "and": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/condition" } },
                    "or": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/condition" } },
                    "not": { "$ref": "#/$defs/condition" }
                  }
                }
              ]
            },
            "edge": {
              "type": "object", "additionalProperties": false, "required": ["from", "to"],
              "properties": {
                "from": { "$ref": "#/$defs/ids" },
                "to": { "$ref": "#/$defs/ids" },
                "when": { "$ref": "#/$defs/condition" },
                "loop": {
                  "type": "object", "additionalProperties": false, "required": ["max"],
                  "properties": { "max": { "type": "integer", "minimum": 1, "maximum": 100 } }
                }
              }
            },
            "nodes": {
              "type": "object", "minProperties": 1, "propertyNames": { "$ref": "#/$defs/id" },
              "additionalProperties": { "$ref": "#/$defs/node" }
            },
            "body": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "description": { "$ref": "#/$defs/text" },
                "pattern": { "enum": ["sequential", "concurrent", "graph", "hierarchical", "mixture"] },
                "checkpoints": { "enum": ["low", "medium", "high"] },
                "inputs": {
                  "type": "object", "maxProperties": 100, "propertyNames": { "$ref": "#/$defs/name" },
                  "additionalProperties": {
                    "type": ["object", "null"], "additionalProperties": false,
                    "properties": {
                      "type": { "enum": ["string", "number", "integer", "boolean", "object", "array"] },
                      "description": { "$ref": "#/$defs/text" },
                      "required": { "type": "boolean" },
                      "default": true
                    }
                  }
                },
                "defaults": { "$ref": "#/$defs/defaults" },
                "nodes": { "$ref": "#/$defs/nodes" },
                "steps": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/node" } },
                "edges": { "type": ["array", "null"], "items": { "$ref": "#/$defs/edge" } },
                "maxParallel": { "$ref": "#/$defs/parallel" },
                "onFailure": { "$ref": "#/$defs/rule" },
                "outputs": { "type": "object", "maxProperties": 100, "propertyNames": { "$ref": "#/$defs/name" } },
                "quorum": { "type": "integer", "minimum": 1, "maximum": 50 },
                "decide": {
                  "anyOf": [
                    { "const": "vote" },
                    {
                      "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
                      "properties": {
                        "vote": { "$ref": "#/$defs/text" }, "best": { "$ref": "#/$defs/text" },
                        "synthesiser": { "$ref": "#/$defs/node" }
                      }
                    }
                  ]
                },
                "director": { "$ref": "#/$defs/node" },
                "fallback": { "$ref": "#/$defs/node", "description": "Done when the director gives no plan." },
                "workers": { "$ref": "#/$defs/nodes" },
                "limits": {
                  "type": ["object", "null"], "additionalProperties": false,
                  "properties": {
                    "depth": { "type": "integer", "minimum": 0, "maximum": 5 },
                    "nodes": { "type": "integer", "minimum": 1, "maximum": 1000 },
                    "rounds": { "type": "integer", "minimum": 1, "maximum": 50 },
                    "corrections": { "type": "integer", "minimum": 0, "maximum": 10 },
                    "time": { "$ref": "#/$defs/duration" },
                    "patience": { "$ref": "#/$defs/duration" },
                    "cost": { "type": "number", "minimum": 0, "maximum": 1000000 }
                  }
                }
              }
            }
          }
        }
        """;
}
