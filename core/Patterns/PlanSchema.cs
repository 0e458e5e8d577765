using System.Text.Json;

namespace Swarm.Core.Patterns;

/// <summary>The JSON Schema of a director's answer, for directors and for those who write them.</summary>
public static class PlanSchema
{
    /// <summary>The schema, as it is published and handed to directors.</summary>
    public static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Plan of a director",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "done": { "type": "boolean", "description": "True when nothing more is to be done." },
            "result": { "description": "With done: what the whole has come to." },
            "summary": { "type": "string", "description": "For people." },
            "subtasks": {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "worker"],
                "properties": {
                  "id": { "type": "string", "pattern": "^[a-z][a-z0-9-]{0,62}$" },
                  "worker": { "type": "string", "description": "One of the workers that the report names." },
                  "title": { "type": "string", "maxLength": 200 },
                  "input": { "type": "object", "description": "What the worker is given, by name." },
                  "needs": {
                    "type": "array",
                    "items": { "type": "string" },
                    "description": "The subtasks of this plan that must have ended before."
                  },
                  "continueOnFailure": { "type": "boolean" }
                }
              }
            }
          },
          "oneOf": [{ "required": ["subtasks"] }, { "required": ["done"], "properties": { "done": { "const": true } } }]
        }
        """);
}
