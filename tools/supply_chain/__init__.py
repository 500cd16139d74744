"""What the pipeline is made of, read from its lock: a bill of materials, licences, known vulnerabilities."""
