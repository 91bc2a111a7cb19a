package it;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

@Suite
@SelectClasses(Cases.class)
@ConfigurationParameter(key = "capital", value = "Rome")
class ItalyIT {}
