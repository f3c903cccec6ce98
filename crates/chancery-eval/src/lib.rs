//! Scorers for every task, and the committed score table.
