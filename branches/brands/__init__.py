"""The red matrix: brands with their stage, demonstration bases, partners, joint activities."""
