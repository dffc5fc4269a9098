"""The rules, by stage and subject: function, parameters and worked cases side by side."""
