namespace KlingMcp.Tests.Cli.Hosts;

/// <summary>A file of each host as its users have it: other servers, other settings, and comments where the host reads them.</summary>
internal static class HostSamples
{
    public static IReadOnlyDictionary<string, string> ByHost { get; } = new Dictionary<string, string>
    {
        ["claude-desktop"] = """
            {
              "globalShortcut": "Ctrl+Space",
              "mcpServers": {
                "files": {
                  "command": "npx",
                  "args": ["-y", "@modelcontextprotocol/server-filesystem", "C:\\Users\\Zo\u00eb"]
                }
              }
            }
            """,
        ["claude-code"] = """{"numStartups":7,"projects":{"/home/me/a":{"mcpServers":{"kling":{"command":"other"}}}},"big":1.50e3}""",
        ["cursor"] = """
            {
            	// my servers
            	"mcpServers": {
            		"weather": { "url": "https://example.com/mcp", }, // remote
            	},
            }

            """,
        ["vscode"] = """
            {
                "inputs": [
                    { "type": "promptString", "id": "github", "description": "GitHub", "password": true }
                ],
                /* workspace servers are elsewhere */
                "servers": {
                    "github": { "type": "http", "url": "https://example.com/mcp" }
                }
            }
            """,
        ["windsurf"] = "{\r\n  \"mcpServers\": {}\r\n}\r\n",
        ["codex"] = """
            model = "o4"   # the model
            notify = ["sh", '-c', "true"]

            [mcp_servers.files]
            command = "npx"
            args = [
              "-y", # yes
              "server",
            ]

            # projects
            [projects."/home/me"]
            trust_level = "trusted"
            """,
        ["zed"] = """
            // Zed settings
            {
              "theme": "One Dark",
              "ssh_connections": [],
              // "context_servers": {}
            }
            """,
        ["lmstudio"] = """
            {
              "mcpServers": {
                "hf": { "url": "https://huggingface.co/mcp" }
              }
            }
            """,
    };

    /// <summary>The same files with the entry of the tests in them.</summary>
    public static IReadOnlyDictionary<string, string> Edited { get; } = new Dictionary<string, string>
    {
        ["claude-desktop"] = ByHost["claude-desktop"].Replace(
            "      \"args\": [\"-y\", \"@modelcontextprotocol/server-filesystem\", \"C:\\\\Users\\\\Zo\\u00eb\"]\n    }",
            """
                  "args": ["-y", "@modelcontextprotocol/server-filesystem", "C:\\Users\\Zo\u00eb"]
                },
                "kling": {
                  "command": "/opt/kling mcp/kling-mcp",
                  "args": [],
                  "env": {
                    "PIAPI_API_KEY": "your key"
                  }
                }
            """,
            StringComparison.Ordinal),
        ["claude-code"] = ByHost["claude-code"][..^1] + """
            ,
              "mcpServers": {
                "kling": {
                  "type": "stdio",
                  "command": "/opt/kling mcp/kling-mcp",
                  "args": [],
                  "env": {
                    "PIAPI_API_KEY": "${PIAPI_API_KEY:-}"
                  }
                }
              }
            }
            """,
        ["cursor"] = """
            {
            	// my servers
            	"mcpServers": {
            		"weather": { "url": "https://example.com/mcp", }, // remote
            		"kling": {
            			"command": "/opt/kling mcp/kling-mcp",
            			"args": [],
            			"env": {
            				"PIAPI_API_KEY": "${env:PIAPI_API_KEY}"
            			}
            		}
            	},
            }

            """,
        ["vscode"] = """
            {
                "inputs": [
                    { "type": "promptString", "id": "github", "description": "GitHub", "password": true },
                    {
                        "type": "promptString",
                        "id": "piapi-api-key",
                        "description": "PIAPI_API_KEY",
                        "password": true
                    }
                ],
                /* workspace servers are elsewhere */
                "servers": {
                    "github": { "type": "http", "url": "https://example.com/mcp" },
                    "kling": {
                        "type": "stdio",
                        "command": "/opt/kling mcp/kling-mcp",
                        "args": [],
                        "env": {
                            "PIAPI_API_KEY": "${input:piapi-api-key}"
                        }
                    }
                }
            }
            """,
        ["windsurf"] = """
            {
              "mcpServers": {
                "kling": {
                  "command": "/opt/kling mcp/kling-mcp",
                  "args": [],
                  "env": {
                    "PIAPI_API_KEY": "${env:PIAPI_API_KEY}"
                  }
                }
              }
            }

            """.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["codex"] = ByHost["codex"] + """


            [mcp_servers.kling]
            command = "/opt/kling mcp/kling-mcp"
            args = []
            env_vars = ["PIAPI_API_KEY"]

            """,
        ["zed"] = """
            // Zed settings
            {
              "theme": "One Dark",
              "ssh_connections": [],
              // "context_servers": {}
              "context_servers": {
                "kling": {
                  "command": "/opt/kling mcp/kling-mcp",
                  "args": [],
                  "env": {
                    "PIAPI_API_KEY": "your key"
                  }
                }
              }
            }
            """,
        ["lmstudio"] = """
            {
              "mcpServers": {
                "hf": { "url": "https://huggingface.co/mcp" },
                "kling": {
                  "command": "/opt/kling mcp/kling-mcp",
                  "args": [],
                  "env": {
                    "PIAPI_API_KEY": "your key"
                  }
                }
              }
            }
            """,
    };
}
