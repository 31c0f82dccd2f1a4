project = "An author's pages"
