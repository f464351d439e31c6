"""The place 設定: the rules in force and the people of the office."""
