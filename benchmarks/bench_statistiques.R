# Times the loop of R's survey package over questions: the design rebuilt per question, svymean and svyby
# by strate. Arguments: CSV file, number of questions, repetitions. Reading the file is not timed.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 15)
arguments <- commandArgs(trailingOnly = TRUE)
donnees <- read.csv(arguments[1], stringsAsFactors = TRUE)
questions <- grep("^Q", names(donnees), value = TRUE)
questions <- questions[seq_len(min(as.integer(arguments[2]), length(questions)))]
durees <- c()
processeur <- c()
for (essai in seq_len(as.integer(arguments[3]))) {
  debut <- proc.time()
  for (question in questions) {
    formule <- as.formula(paste0("~", question))
    plan <- svydesign(ids = ~1, strata = ~strate, weights = ~poids, fpc = ~population, data = donnees)
    ensemble <- svymean(formule, plan)
    par_strate <- svyby(formule, ~strate, plan, svymean)
    if (question == questions[1]) premier <- ensemble
  }
  ecoule <- proc.time() - debut
  durees <- c(durees, ecoule[["elapsed"]])
  processeur <- c(processeur, ecoule[["user.self"]] + ecoule[["sys.self"]])
}
cat("duree", min(durees), "\n")
cat("processeur", min(processeur), "\n")
cat("part", format(as.vector(coef(premier)), digits = 15), "\n")
cat("erreur", format(as.vector(SE(premier)), digits = 15), "\n")
cat("version", as.character(packageVersion("survey")), R.version$major, R.version$minor, "\n")
