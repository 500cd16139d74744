"""Documents as they are published (text, PDF, DOCX, PPTX, HTML): their lines and where each stands; nothing is understood here."""
