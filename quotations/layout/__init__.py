"""What print and layout set apart, in any language: marks, block and pull quotations, turns of a dialogue."""
