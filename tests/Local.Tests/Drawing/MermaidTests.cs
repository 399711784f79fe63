using JsonValues;
using Local.Drawing;
using VisitStatus = StatesLanguage.VisitStatus;

namespace Local.Tests.Drawing;

public class MermaidTests
{
    [Fact]
    public void Maps_and_branches_are_subgraphs_and_statuses_are_classes()
    {
        var definition = Json.Parse("""
            {
              "StartAt": "Any",
              "States": {
                "Any": { "Type": "Choice", "Choices": [{ "Variable": "$.n", "NumericEquals": 0, "Next": "None" }], "Default": "Each" },
                "None": { "Type": "Succeed" },
                "Each": {
                  "Type": "Map",
                  "ItemProcessor": { "StartAt": "Send", "States": { "Send": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true } } },
                  "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Both" }],
                  "End": true
                },
                "Both": {
                  "Type": "Parallel",
                  "Branches": [{ "StartAt": "L", "States": { "L": { "Type": "Pass", "End": true } } }, { "StartAt": "R", "States": { "R": { "Type": "Wait", "End": true } } }],
                  "End": true
                }
              }
            }
            """);
        StateSummary[] states =
        [
            new() { Name = "Any", Status = VisitStatus.Succeeded },
            new() { Name = "Each", Status = VisitStatus.Running, Items = new(1200, 17, 0, 0, 3, 1180) },
        ];

        Assert.Equal(
            """
            flowchart TD
                s0{{"✓ Any<br/>Choice"}}
                s1["None<br/>Succeed"]
                subgraph s2["▶ Each · Map · 17 of 1,200 items"]
                    direction TB
                    s4["Send<br/>sqs:sendMessage"]
                end
                subgraph s3["Both · Parallel"]
                    direction TB
                    subgraph s3b1["Branch 1"]
                        direction TB
                        s5["L<br/>Pass"]
                    end
                    subgraph s3b2["Branch 2"]
                        direction TB
                        s6["R<br/>Wait"]
                    end
                end
                s0 -->|"$.n = 0"| s1
                s0 -->|"Default"| s2
                s2 -.->|"Catch States.ALL"| s3
                start([Start])
                start --> s0
                s1 --> finish([End])
                s2 --> finish([End])
                s3 --> finish([End])
                class s0 succeeded
                class s2 running
                classDef default fill:#ffffff,stroke:#8592a1,color:#16202e
                classDef succeeded fill:#eaf6ef,stroke:#1a7f4b,color:#16202e
                classDef failed fill:#fdeeee,stroke:#c62f3b,color:#16202e
                classDef caught fill:#fdf2e4,stroke:#b25a00,color:#16202e
                classDef running fill:#eaf2fd,stroke:#1f66d1,color:#16202e
                classDef aborted fill:#f1f3f6,stroke:#66717f,color:#16202e,stroke-dasharray:5 3

            """,
            Mermaid.Of(definition, states));
    }

    [Fact]
    public void A_name_never_becomes_Mermaid_or_HTML()
    {
        var definition = JsonObject.Of(("States", JsonObject.Of(("\"]; <b>#x`\nend", JsonObject.Of(("Type", "Pass"))))));

        Assert.Contains("s0[\"#34;]#59; #60;b#62;#35;x#96;<br/>end<br/>Pass\"]\n", Mermaid.Of(definition, []), StringComparison.Ordinal);
    }
}
