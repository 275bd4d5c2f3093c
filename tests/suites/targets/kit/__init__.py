print("a package")
