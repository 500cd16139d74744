"""Documents as they are published (text, PDF, DOCX, PPTX, HTML): their lines, where each stands; none is understood."""
