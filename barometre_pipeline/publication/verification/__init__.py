"""What is published of a document once checked: a page, a CSV, a JSON; finding, tying and judging are ``printed``'s."""
