"""An answer of the API: parsed, checked against what was asked, and turned into long rows."""
