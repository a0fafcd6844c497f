"""Reading declarations: sentences, their formulas and phrases, and what these say of symbols."""
